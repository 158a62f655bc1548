/** The period that is looked at, which stands in the address. */
import { Group, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useWords } from "../words/catalogue";
import { useAddress } from "./address";

const DAY_MS = 86400000;
const iso = (ms: number, zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(ms);

export function usePeriod(zone: string) {
  const { at, put } = useAddress();
  const days = Number(at("days") || 30) || 30;
  const now = Date.now();
  const custom = at("from") !== "" && at("to") !== "";
  return {
    from: custom ? at("from") : iso(now - (days - 1) * DAY_MS, zone),
    to: custom ? at("to") : iso(now, zone),
    days: custom ? "custom" : String(days),
    compare: at("compare") !== "no",
    set: (values: Record<string, string | null>) => put(values, { replace: true }),
  };
}

/** As many days right before, which is what a period is compared with. */
export function daysBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: day(start - (end - start) - DAY_MS), to: day(start - DAY_MS) };
}

export function PeriodPicker({ zone }: { zone: string }) {
  const { t } = useWords();
  const p = usePeriod(zone);
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        value={p.days}
        data={[
          { value: "1", label: t("today") },
          { value: "7", label: t("d7") },
          { value: "30", label: t("d30") },
          { value: "90", label: t("d90") },
          { value: "custom", label: t("custom") },
        ]}
        onChange={(v) =>
          v === "custom" ? p.set({ from: p.from, to: p.to, days: null }) : p.set({ days: v, from: null, to: null })
        }
      />
      {p.days === "custom" && (
        <>
          <TextInput
            size="xs"
            type="date"
            aria-label={t("from")}
            value={p.from}
            max={p.to}
            onChange={(e) => e.target.value && p.set({ from: e.target.value, to: p.to })}
          />
          <TextInput
            size="xs"
            type="date"
            aria-label={t("to")}
            value={p.to}
            min={p.from}
            onChange={(e) => e.target.value && p.set({ from: p.from, to: e.target.value })}
          />
        </>
      )}
      <Switch
        size="xs"
        label={t("compare")}
        checked={p.compare}
        onChange={(e) => p.set({ compare: e.target.checked ? null : "no" })}
      />
    </Group>
  );
}
