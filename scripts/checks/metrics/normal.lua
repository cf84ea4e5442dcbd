return {
  about = "Is a metric as it was at this time of earlier days or weeks?",
  input = {
    url = {about = "where Prometheus answers"},
    query = {about = "what gives one metric, as sum(rate(http_requests_total[5m]))"},
    over = {type = "duration", default = "30m", about = "now is so long"},
    back = {type = "duration", default = "8d", about = "so far it looks back"},
    step = {type = "duration", default = "5m", about = "a point each"},
    season = {optional = true, one_of = {"1d", "1w", "none"}, about = "what repeats; without it, what the metric shows"},
  },
  gives = {type = "boolean"},
  -- Needs the origin of `url` under allow.http.
  run = function(input)
    local all, why = prom.range{url = input.url, query = input.query, last = input.back, step = input.step}
    if not all then return nil, why end
    if #all ~= 1 then return nil, ("the query gives %d metrics, and one is wanted: sum them"):format(#all) end
    local b, why = series.baseline{
      points = all[1].points, from = time.now() - input.over, season = input.season}
    if not b then return nil, why end
    return b.normal, b.says, b
  end,
}
