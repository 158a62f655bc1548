-- What was done lately in an organisation is looked through for what may be a breach.
create index audit_time on audit (tenant_id, at_ms);
