update import set rows_done = $1, report_json = $2, state = $3, ended_at_ms = $4 where id = $5
