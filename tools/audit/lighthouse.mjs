// Runs Lighthouse (mobile, simulated throttling) over addresses and prints one line of JSON each.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { urls, runs, chrome, flags } = JSON.parse(process.argv[2]);
const onlyCategories = ["performance", "accessibility", "best-practices", "seo"];

// A run in which the browser itself failed says nothing about the page: it is repeated, twice at most.
async function measured(url) {
  for (let attempt = 1; ; attempt += 1) {
    const browser = await launch({ chromePath: chrome, chromeFlags: flags, logLevel: "silent" });
    try {
      const { lhr } = await lighthouse(url, { port: browser.port, onlyCategories, logLevel: "silent" });
      if (!lhr.runtimeError || attempt === 3) return lhr;
    } finally {
      await browser.kill();
    }
  }
}

for (const url of urls) {
  for (let run = 0; run < runs; run += 1) {
    const lhr = await measured(url);
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
  }
}
