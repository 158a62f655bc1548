-- Where an organisation is, and where its staff are reached; both are shown to staff only.
alter table tenant add column country text not null default '';
alter table tenant add column contact text not null default '';
