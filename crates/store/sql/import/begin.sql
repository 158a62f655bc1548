update import set state = 'running', rows_total = $1, report_json = $2 where id = $3 and state = 'reading'
