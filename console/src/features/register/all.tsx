/** All processing activities: what is to be settled, then each in a line, as they are or as they were on a day. */
import { Button, Loader } from "@mantine/core";
import { Link } from "react-router-dom";
import type { Me } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { More } from "../../parts/more";
import { useOn, useTo } from "./address";
import { Findings } from "./findings";
import { useActivities } from "./kept";
import { List } from "./list";
import { useRecord } from "./record";
import { Start } from "./start";
import { useWords } from "./words";

export function All({ me }: { me: Me }) {
  const { t } = useWords();
  const on = useOn();
  const to = useTo();
  const list = useActivities(on);
  const record = useRecord(on);
  const may = me.may.includes("register_write") && !on;
  const kept = !!list.data && !list.data.as_shipped;
  return (
    <>
      <Head title={t("page_register")} lead={kept && t("rg_lead")}>
        {kept && (
          <>
            <More label={t("rg_record")} choices={record.choices} />
            {may && (
              <Button component={Link} to={to("/register/new")}>
                {t("rg_new")}
              </Button>
            )}
          </>
        )}
      </Head>
      <Fault error={record.error} className="gap-bottom" />
      {list.error ? (
        <Fault error={list.error} retry={() => list.refetch()} />
      ) : !list.data ? (
        <Loader />
      ) : list.data.as_shipped ? (
        <Start may={may} />
      ) : (
        <>
          {!on && <Findings all={list.data} may={may} />}
          <List activities={list.data.activities} me={me} waiting={list.isPlaceholderData} />
        </>
      )}
    </>
  );
}
