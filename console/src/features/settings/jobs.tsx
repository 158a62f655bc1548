/** What runs in the background. */

import { Button, Group, Loader, Stack } from "@mantine/core";
import { api } from "../../api/client";
import type { Job } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { useWords } from "./words";

export function Jobs() {
  const { t } = useWords();
  const jobs = api.useQuery("get", "/jobs", {}, { refetchInterval: 3000 });
  const retry = api.useMutation("post", "/jobs/{id}/retry");
  if (jobs.error) return <Fault error={jobs.error} />;
  if (!jobs.data) return <Loader />;
  return (
    <Stack>
      <Fault error={retry.error} />
      {jobs.data.length === 0 && <div className="card quiet">{t("no_jobs")}</div>}
      {jobs.data.map((j) => (
        <One key={j.id} job={j} retry={() => retry.mutate({ params: { path: { id: j.id } } })} />
      ))}
    </Stack>
  );
}

function One({ job: j, retry }: { job: Job; retry: () => void }) {
  const { t, any, moment } = useWords();
  const state = j.running ? t("job_running") : j.stopped ? t("job_stopped") : `${t("job_next")} ${moment(j.run_at_ms)}`;
  return (
    <div className="card">
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <b>{any(`job_${j.kind}`)}</b>
          <div className="quiet">
            <Ruled>{any(`job_${j.kind}_def`)}</Ruled>
          </div>
          <div>
            {state}
            {j.done_at_ms > 0 && ` · ${t("job_done")} ${moment(j.done_at_ms)}`}
          </div>
          {j.failed && (
            <div>
              {t("job_failed")}: <code>{j.failed}</code> ({j.attempts})
            </div>
          )}
        </div>
        {!j.running && (
          <Button size="xs" variant="default" onClick={retry}>
            {t("run_now")}
          </Button>
        )}
      </Group>
    </div>
  );
}
