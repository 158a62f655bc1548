select kind, min(day), max(day) from tally where site_id = $1 and kind in ('seen', 'choice', 'refusal') group by kind order by kind
