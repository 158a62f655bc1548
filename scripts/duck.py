#!/usr/bin/env python3
"""DuckDB beside the program's own reports: the same questions to the same files, answered line by line.

usage: duck.py FOLDER native|parquet
Needs duckdb (scripts/bench.txt). On each line of its input `time` or `check` and the name of a question; answers with a line of JSON: milliseconds
and what came out. `native` copies the files into DuckDB's own table first, `parquet` asks them as they lie.
"""
import glob
import json
import os
import sys
import time

import duckdb

FIRST_MS = 1_700_006_400_000
OPEN = "(permitted & 1)=1"
SUMS = "count(*) filter (name='page_view') n,count(distinct visitor) u,cast(coalesce(sum(value) filter (currency='DKK'),0) as bigint) r"
TWENTY = "order by n desc,1 limit 20"
# What each question comes to in the program's own words, to be compared once.
CHECKS = {
    "daily": f"select count(*) filter (name='page_view') n,count(distinct visitor) u,count(distinct session) s from ev where {OPEN} group by day order by day",
    "filtered_overview": f"select count(*) filter (name='page_view') n,count(distinct visitor) u,count(distinct session) s from ev where {OPEN} and source='newsletter'",
    "top_pages": f"select path,{SUMS} from ev where {OPEN} and day between 60 and 89 group by path {TWENTY}",
    "sources": f"select source,{SUMS} from ev where {OPEN} group by source {TWENTY}",
    "pages_of_source": f"select path,{SUMS} from ev where {OPEN} and source='newsletter' group by path {TWENTY}",
    "sources_revenue": f"select source||' '||campaign,{SUMS} from ev where (permitted & 2)=2 group by source,campaign {TWENTY}",
    "filtered": f"select country||' '||device||' '||browser,{SUMS} from ev where {OPEN} and path='/p/3' and name='page_view' group by country,device,browser {TWENTY}",
    "funnel": f"select count(t1) v,count(*) filter (t2>t1) a,count(*) filter (t3>t2 and t2>t1) b from (select visitor,min(case when name='page_view' then ts end) t1,min(case when name='add_to_cart' then ts end) t2,min(case when name='purchase' then ts end) t3 from ev where {OPEN} and day between 30 and 89 group by visitor) x",
    "one_visitor": f"select count(*),min(ts),max(ts) from ev where {OPEN} and visitor={{visitor}}",
    "last_touch": "select source,count(*) c,cast(sum(value) as bigint) r from (select source,value,row_number() over(partition by visitor order by ts desc) rn from ev where (permitted & 2)=2 and day between 75 and 89) x where rn=1 group by source order by c desc,source",
}
# As they are timed: each asks no more than its name says.
TIMED = CHECKS | {
    "daily": f"select day,count(*) n,count(distinct visitor) u,count(distinct session) s from ev where {OPEN} group by day order by day",
    "top_pages": f"select path,count(*) n,count(distinct visitor) u from ev where {OPEN} and day between 60 and 89 group by path order by n desc,path limit 20",
    "sources": f"select source,count(*) n,count(distinct visitor) u from ev where {OPEN} group by source order by n desc limit 20",
    "pages_of_source": f"select path,count(*) n,count(distinct visitor) u from ev where {OPEN} and source='newsletter' group by path order by n desc,path limit 20",
    "sources_revenue": "select source,campaign,sum(value) r,count(distinct visitor) u from ev where (permitted & 2)=2 group by source,campaign order by r desc limit 20",
    "filtered": f"select country,device,browser,count(*) n from ev where {OPEN} and path='/p/3' and name='page_view' group by 1,2,3 order by n desc limit 20",
}
COLUMNS = f"visitor,session,purposes permitted,at_ms ts,cast((at_ms-{FIRST_MS})//86400000 as integer) as day,name,path,source,campaign,country,device,browser,value_minor as value,currency"


def main():
    folder, kind = sys.argv[1:]
    files = sorted(glob.glob(f"{folder}/events/*/month=*/bucket=*/*.parquet"))
    database = f"{folder}/duck.db"
    if kind == "native" and os.path.exists(database):
        os.remove(database)
    con = duckdb.connect(database if kind == "native" else ":memory:")
    con.sql("set threads=2")
    con.sql(f"create {'table' if kind == 'native' else 'view'} ev as select {COLUMNS} from read_parquet({files}, hive_partitioning=false)")
    # The visitor of most events.
    visitor = con.sql("select visitor from ev where (permitted & 1)=1 group by visitor order by count(*) desc limit 1").fetchall()[0][0]
    print(json.dumps({"version": duckdb.__version__, "visitor": visitor}), flush=True)
    for line in sys.stdin:
        kind, name = line.split()
        sql = (CHECKS if kind == "check" else TIMED)[name].replace("{visitor}", str(visitor))
        start = time.perf_counter()
        found = con.sql(sql).fetchall()
        print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "found": found}), flush=True)


if __name__ == "__main__":
    main()
