select id, uses from tenant
