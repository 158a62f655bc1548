update import set rows_done = $1, report_json = $2, state = $3, ended_at_ms = $4,
    pass = $5, row_at = $6, part_at = $7, byte_at = $8, line_at = $9
where id = $10 and state = 'running' and pass = $11 and row_at = $12
