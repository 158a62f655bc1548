select body_json from notice where site_id = $1 order by version desc
