-- What browsers chose last, as long as it counts: by the notice it was chosen under, never by browser.
select c.notice_version, count(*) from consent c
where c.site_id = $1 and c.expires_at_ms > $2 and c.granted <> 0 and c.subject_hash <> ''
    and not exists (
        select 1 from consent l where l.site_id = c.site_id and l.subject_hash = c.subject_hash and l.seq > c.seq
    )
group by c.notice_version
order by c.notice_version
