-- The languages in which an organisation writes its own texts: notices, topics, forms.
alter table tenant add column languages text not null default 'da,sv,en';
