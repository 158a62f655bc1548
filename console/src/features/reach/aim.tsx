/** The segment a newsletter goes to, in the version that it was chosen in. */
import { Button, Select } from "@mantine/core";
import { api } from "../../api/client";
import { Ruled } from "../../parts/rule";
import type { Body } from "./outcomes";
import { useWords } from "./words";

interface Props {
  segment: Body["segment"];
  change: (segment: Body["segment"]) => void;
}

export function Aim({ segment, change }: Props) {
  const { t } = useWords();
  const all = api.useQuery("get", "/segments");
  const found = all.data?.find((s) => s.segment.id === segment?.id)?.segment;
  const choose = (id: string | null) => {
    const next = all.data?.find((s) => s.segment.id === id)?.segment;
    change(next ? { id: next.id, version: next.version } : null);
  };
  if (!all.data?.length && !segment) return null;
  return (
    <>
      <Select
        label={t("to_segment")}
        description={<Ruled>{t("to_segment_def")}</Ruled>}
        placeholder={t("to_segment_all")}
        clearable
        data={(all.data ?? []).map(({ segment: s }) => ({ value: s.id, label: s.name }))}
        value={segment?.id ?? null}
        onChange={choose}
      />
      {found && segment && found.version !== segment.version && (
        <div className="quiet">
          {t("to_segment_older")}{" "}
          <Button size="compact-xs" variant="default" onClick={() => choose(found.id)}>
            {t("to_segment_newer")}
          </Button>
        </div>
      )}
    </>
  );
}
