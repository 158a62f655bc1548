select body_json from notice order by site_id, version
