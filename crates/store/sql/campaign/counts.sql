select state, reason, count(*) from message where campaign_id = $1 group by state, reason order by state, reason
