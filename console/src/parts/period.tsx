/** The period that is looked at, which stands in the address. */
import { Button, Group, Menu, NativeSelect, SegmentedControl, Switch, TextInput } from "@mantine/core";
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
    /** What it is compared with, as reports are asked. */
    against: at("compare") === "no" ? undefined : at("compare") === "year" ? "year" : "previous",
    set: (values: Record<string, string | null>) => put(values, { replace: true }),
  };
}

/** As many days right before, which is what a period is compared with. */
export function daysBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: day(start - (end - start) - DAY_MS), to: day(start - DAY_MS) };
}

/** Periods of the calendar that `today` is in or after, as first and last day. */
export const PRESETS = {
  yesterday: (today: string) => [shifted(today, { days: -1 }), shifted(today, { days: -1 })],
  month: (today: string) => [`${today.slice(0, 8)}01`, today],
  last_month: (today: string) => [
    shifted(`${today.slice(0, 8)}01`, { months: -1 }),
    shifted(`${today.slice(0, 8)}01`, { days: -1 }),
  ],
  quarter: (today: string) => {
    const first = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1;
    return [`${today.slice(0, 5)}${String(first).padStart(2, "0")}-01`, today];
  },
  year: (today: string) => [`${today.slice(0, 5)}01-01`, today],
} satisfies Record<string, (today: string) => string[]>;

function shifted(day: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** `years`: it can be compared with the year before too. */
export function PeriodPicker({ zone, years = false }: { zone: string; years?: boolean }) {
  const { t } = useWords();
  const p = usePeriod(zone);
  const preset = (of: keyof typeof PRESETS) => {
    const [from, to] = PRESETS[of](iso(Date.now(), zone));
    p.set({ from, to, days: null });
  };
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
      <Menu>
        <Menu.Target>
          <Button size="compact-sm" variant="default">
            {t("pd_more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).map((of) => (
            <Menu.Item key={of} onClick={() => preset(of)}>
              {t(`pd_${of}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
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
      {years ? (
        <NativeSelect
          size="xs"
          aria-label={t("cp_title")}
          value={p.against ?? "no"}
          data={[
            { value: "previous", label: t("cp_previous") },
            { value: "year", label: t("cp_year") },
            { value: "no", label: t("cp_no") },
          ]}
          onChange={(e) => p.set({ compare: e.target.value === "previous" ? null : e.target.value })}
        />
      ) : (
        <Switch
          size="xs"
          label={t("compare")}
          checked={p.compare}
          onChange={(e) => p.set({ compare: e.target.checked ? null : "no" })}
        />
      )}
    </Group>
  );
}
