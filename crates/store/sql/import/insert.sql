insert into import (
    id, tenant_id, name, file_mark, dry, state, rows_total, rows_done, report_json, topic_id, form_id, form_version,
    created_by, created_at_ms, channel, ended_at_ms
) values ($1, $2, $3, $4, $5, 'reading', 0, 0, '{}', $6, $7, $8, $9, $10, $11, 0)
