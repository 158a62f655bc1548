/** What runs in the background. */
import { Button, Group, Loader, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Job } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

export function Jobs() {
  const { t, any, date } = useWords();
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const jobs = useQuery({ queryKey: ["jobs"], queryFn: () => api<Job[]>("/jobs"), refetchInterval: 3000 });
  const moment = (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "short" });
  const retry = (id: string) =>
    api(`/jobs/${id}/retry`, { method: "POST" }).then(() => client.invalidateQueries({ queryKey: ["jobs"] }), setFault);
  if (jobs.error) return <Fault error={jobs.error} />;
  if (!jobs.data) return <Loader />;
  return (
    <Stack>
      {fault !== undefined && <Fault error={fault} />}
      {jobs.data.length === 0 && <div className="card quiet">{t("no_jobs")}</div>}
      {jobs.data.map((j) => (
        <div className="card" key={j.id}>
          <Group justify="space-between" wrap="nowrap" align="start">
            <div>
              <b>{any(`job_${j.kind}`)}</b>
              <div className="quiet">{any(`job_${j.kind}_def`)}</div>
              <div>
                {j.running
                  ? t("job_running")
                  : j.stopped
                    ? t("job_stopped")
                    : `${t("job_next")} ${moment(j.run_at_ms)}`}
                {j.done_at_ms > 0 && ` · ${t("job_done")} ${moment(j.done_at_ms)}`}
              </div>
              {j.failed && (
                <div>
                  {t("job_failed")}: <code>{j.failed}</code> ({j.attempts})
                </div>
              )}
            </div>
            {!j.running && (
              <Button size="xs" variant="default" onClick={() => retry(j.id)}>
                {t("run_now")}
              </Button>
            )}
          </Group>
        </div>
      ))}
    </Stack>
  );
}
