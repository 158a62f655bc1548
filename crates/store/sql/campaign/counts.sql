select state, reason, count(*) from message where campaign_id = $1 and campaign_id <> '' group by state, reason order by state, reason
