select id from import where tenant_id = $1 and state in ('reading', 'running')
