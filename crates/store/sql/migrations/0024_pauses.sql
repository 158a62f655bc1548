-- Times during which a person's data is only stored, and how they were told that one ends (GDPR 18).
create table person_pause (
    id text primary key,
    tenant_id text not null references tenant (id),
    person_id text not null references person (id),
    began_at_ms bigint not null,
    began_by text not null,
    told_how text not null,
    told_at_ms bigint not null,
    told_by text not null,
    message_id text not null,
    ended_at_ms bigint not null,
    ended_by text not null
);
create index person_pause_person on person_pause (person_id);
-- Who is paused is looked for whenever that may have changed: they are few among many.
create index person_restricted on person (restricted_at_ms) where restricted_at_ms > 0;
insert into person_pause
select 'pau_' || substr(id, 5), tenant_id, id, restricted_at_ms, '', '', 0, '', '', 0, ''
from person where restricted_at_ms > 0;
