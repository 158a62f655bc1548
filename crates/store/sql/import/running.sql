select id, name, file_mark, dry, state, rows_total, rows_done, report_json, created_at_ms, ended_at_ms,
    channel, pass, row_at, tenant_id, topic_id, form_id, form_version, part_at, byte_at, line_at
from import where id = $1 and state = 'running'
