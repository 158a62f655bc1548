select n.body_json from notice n where n.version = (select max(m.version) from notice m where m.site_id = n.site_id)
