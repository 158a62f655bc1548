/** What can be done with an activity: change it, say that it was looked through, end it. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { api } from "../../api/client";
import type { ActivityEntry } from "../../api/types";
import { Ask } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { today, useTo } from "./address";
import { lost, useActivities, useTerms } from "./kept";
import { Marked, useReviewed } from "./reviewed";
import { useWords } from "./words";

export function Acts({ activity }: { activity: ActivityEntry }) {
  const { t } = useWords();
  const to = useTo();
  const reviewed = useReviewed();
  const [ending, setEnding] = useState(false);
  if (activity.ended) return null;
  const looked = activity.entry.reviewed_on === today();
  return (
    <>
      <More
        choices={[
          {
            label: t("rg_reviewed_today"),
            go: () => reviewed.mark(activity),
            not: looked ? t("rg_reviewed_already") : undefined,
          },
          { label: t("rg_end"), go: () => setEnding(true), last: true },
        ]}
      />
      <Button component={Link} to={to(`/register/${activity.id}/edit`)}>
        {t("edit")}
      </Button>
      <Marked of={reviewed} />
      <Fault error={reviewed.error} />
      <Ending activity={activity} opened={ending} close={() => setEnding(false)} />
    </>
  );
}

interface EndingProps {
  activity: ActivityEntry;
  opened: boolean;
  close: () => void;
}

/** Before an activity ends: what of the program is refused from then on. */
function Ending({ activity, opened, close }: EndingProps) {
  const { t, say, locale } = useWords();
  const { called } = useTerms();
  const navigate = useNavigate();
  const to = useTo();
  const all = useActivities("");
  const drop = api.useMutation("delete", "/register/activities/{id}");
  const { id, version, entry } = activity;
  const end = async () => {
    await drop.mutateAsync({ params: { path: { id }, query: { version } } });
    navigate(to("/register"));
  };
  // Before the others are known nothing is promised about what they name.
  if (!all.data) return <Fault error={opened ? all.error : undefined} />;
  const names = lost(activity, all.data.activities).map((use) => called("uses", use));
  const uses = new Intl.ListFormat(locale).format(names);
  const text = names.length > 0 ? say("rg_end_refused", { uses }) : t("rg_end_nothing");
  return (
    <Ask
      label={t("rg_end_do")}
      title={say("rg_end_title", { name: entry.name })}
      text={`${text} ${t("rg_end_kept")}`}
      go={end}
      opened={opened}
      close={close}
    />
  );
}
