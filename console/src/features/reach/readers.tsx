/** What the readers of a topic read, and one press to write in it. */
import { Button, Group } from "@mantine/core";
import { api } from "../../api/client";
import { LANGS, type Lang } from "../../words/catalogue";
import { useWords } from "./words";

interface Props {
  topic: string;
  language: Lang;
  use: (language: Lang) => void;
}

export function ReadersHint({ topic, language, use }: Props) {
  const { t, say, n } = useWords();
  const readers = api.useQuery("get", "/topics/{id}/readers", { params: { path: { id: topic } } });
  const most = readers.data?.language;
  if (!readers.data || !most) return null;
  const { people } = readers.data;
  const all = Object.values(people).reduce((sum, k) => sum + (k ?? 0), 0);
  const called = LANGS[most].toLocaleLowerCase();
  return (
    <div className="quiet">
      <div>{say("readers_most", { language: called, n: n(people[most] ?? 0), all: n(all) })}</div>
      {Object.keys(people).length > 1 && <div>{t("readers_frame")}</div>}
      {most !== language && (
        <Group gap="xs" mt={4}>
          <b>{t("readers_other")}</b>
          <Button size="compact-sm" variant="default" onClick={() => use(most)}>
            {say("readers_use", { language: called })}
          </Button>
        </Group>
      )}
    </div>
  );
}
