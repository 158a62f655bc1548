/** Where one is signed in. */
import { Button, Group, Stack, Title } from "@mantine/core";
import { api } from "../../api/client";
import { Fault } from "../../parts/fault";
import { useWords } from "./words";

export function Sessions() {
  const { t, moment } = useWords();
  const all = api.useQuery("get", "/sessions");
  const end = api.useMutation("delete", "/sessions/{id}");
  return (
    <section className="card">
      <Title order={2} className="part-head" mb={6}>
        {t("my_sessions")}
      </Title>
      <Stack gap="sm">
        <Fault error={all.error ?? end.error} />
        {all.data?.map((s) => (
          <Group justify="space-between" key={s.id}>
            <div>
              {s.device} {s.current && <b>({t("this_one")})</b>}
              <div className="quiet">
                {t("last_seen")} {moment(s.seen_at)}
              </div>
            </div>
            {!s.current && (
              <Button size="xs" variant="default" onClick={() => end.mutate({ params: { path: { id: s.id } } })}>
                {t("end")}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </section>
  );
}
