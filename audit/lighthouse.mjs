// Runs Lighthouse (mobile, simulated throttling) over addresses and prints one line of JSON each.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { urls, runs, chrome, flags } = JSON.parse(process.argv[2]);
const onlyCategories = ["performance", "accessibility", "best-practices", "seo"];

for (const url of urls) {
  for (let run = 0; run < runs; run += 1) {
    const browser = await launch({ chromePath: chrome, chromeFlags: flags, logLevel: "silent" });
    try {
      const { lhr } = await lighthouse(url, { port: browser.port, onlyCategories, logLevel: "silent" });
      const scores = Object.fromEntries(onlyCategories.map((id) => [id, lhr.categories[id].score]));
      const failed = Object.values(lhr.categories).filter(({ id }) => id !== "performance")
        .flatMap(({ auditRefs }) => auditRefs)
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
        .map(({ id }) => id);
      const times = Object.fromEntries(
        ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"]
          .map((id) => [id, lhr.audits[id].numericValue]),
      );
      console.log(JSON.stringify({ url, scores, failed, times, error: lhr.runtimeError?.message ?? "" }));
    } finally {
      await browser.kill();
    }
  }
}
