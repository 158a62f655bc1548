select day, item, n from tally where site_id = $1 and kind = $2 and day >= $3 and day <= $4 order by day, item
