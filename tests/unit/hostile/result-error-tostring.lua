-- cannot: result-error-tostring: it raised an error that is no text (table)
error(setmetatable({}, {__tostring = function() while true do end end}))
