-- wrk: send each line of a file once, as the body of a form from a visitor of its own network.
local requests, sent = {}, 0

function init(arguments)
  for body in io.lines(arguments[1]) do
    local n = #requests
    requests[n + 1] = wrk.format("POST", nil, {
      ["Host"] = "www.contactatonce.com",
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Origin"] = "https://www.contactatonce.com",
      ["Sec-Fetch-Site"] = "same-origin",
      ["User-Agent"] = "bench",
      ["Accept"] = "text/html",
      ["X-Forwarded-Proto"] = "https",
      ["X-Forwarded-For"] = string.format("10.%d.%d.1", math.floor(n / 250) % 250, n % 250),
    }, body)
  end
end

function request()
  sent = sent + 1
  if sent >= #requests then
    wrk.thread:stop()
  end
  return requests[math.min(sent, #requests)]
end
