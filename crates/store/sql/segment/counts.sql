select standing, reason, count(*) from segment_member
where segment_id = $1 and standing in ('in', 'neither')
group by standing, reason
order by standing, reason
