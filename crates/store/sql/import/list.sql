select id, name, file_mark, dry, state, rows_total, rows_done, report_json, created_at_ms, ended_at_ms,
    channel, pass, row_at
from import where tenant_id = $1 and state <> 'reading' order by id desc limit 50
