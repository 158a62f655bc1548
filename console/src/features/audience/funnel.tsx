/** A funnel: steps that visitors take one after another, how many come to each, and where they stop. It stands in the address. */
import { Button, Group, Loader, NativeSelect, Switch, Table } from "@mantine/core";
import { api } from "../../api/client";
import type { Dimension, FunnelStep, Site } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { Section } from "../../parts/section";
import { useNames } from "./sentence";
import { Editor, read, type Step, written } from "./steps";
import { useWords } from "./words";

interface Props {
  site: Site;
  asked: { from: string; to: string; filter: string | undefined };
  dimensions: Dimension[];
}

const WINDOWS = ["30m", "12h", "1d", "7d", "30d"] as const;

export function Funnel({ site, asked, dimensions }: Props) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const steps = read(at("steps"));
  const by = at("funnel_by") || undefined;
  const order = at("order") === "strict" ? "strict" : undefined;
  const window = WINDOWS.find((w) => w === at("window"));
  const found = api.useQuery(
    "get",
    "/sites/{id}/reports/funnel",
    { params: { path: { id: site.id }, query: { ...asked, steps: written(steps), order, window, by } } },
    { enabled: steps.length > 1, placeholderData: (old) => old },
  );
  return (
    <Section head={t("fu_title")}>
      <Editor key={at("steps")} first={steps} set={(all) => put({ steps: all.length > 1 ? written(all) : null })} />
      <Group gap="sm" my="sm">
        <NativeSelect
          size="xs"
          aria-label={t("fu_window")}
          value={window ?? ""}
          data={[
            { value: "", label: t("fu_window_none") },
            ...WINDOWS.map((w) => ({ value: w, label: t(`fu_w_${w}`) })),
          ]}
          onChange={(e) => put({ window: e.target.value || null })}
        />
        <By by={by} dimensions={dimensions} set={(next) => put({ funnel_by: next })} />
        <Switch
          size="xs"
          label={t("fu_strict")}
          checked={order === "strict"}
          onChange={(e) => put({ order: e.target.checked ? "strict" : null })}
        />
      </Group>
      {steps.length < 2 ? (
        <Empty head={t("fu_none")}>
          <p>{t("fu_none_def")}</p>
        </Empty>
      ) : found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !found.data ? (
        <Loader />
      ) : (
        <>
          <Bars steps={steps} numbers={found.data.steps} />
          {by && <Lines by={by} steps={steps} lines={found.data.lines} />}
        </>
      )}
    </Section>
  );
}

function By({ by, dimensions, set }: { by?: string; dimensions: Dimension[]; set: (by: string | null) => void }) {
  const { t } = useWords();
  const { one } = useNames();
  const all = dimensions.filter((d) => d.group !== "none").map((d) => ({ value: d.name, label: one(d.name) }));
  return (
    <NativeSelect
      size="xs"
      aria-label={t("fu_by")}
      value={by ?? ""}
      data={[{ value: "", label: t("fu_by_none") }, ...all]}
      onChange={(e) => set(e.target.value || null)}
    />
  );
}

const share = (one: number | null | undefined, percent: (n: number) => string) => (one == null ? "–" : percent(one));

/** How many came to each step; the table below says the same. */
function Bars({ steps, numbers }: { steps: Step[]; numbers: FunnelStep[] }) {
  const { t, n, percent } = useWords();
  const most = Math.max(1, ...numbers.map((s) => s.visitors));
  const heads = [t("fu_value"), t("visitors"), t("fu_of_first"), t("fu_of_before"), t("fu_lost")];
  const csv = () =>
    download("funnel", [
      ["step", "visitors", "of_first", "of_before", "lost"],
      ...numbers.map((s, at) =>
        s.hidden
          ? [steps[at]?.value ?? "", "", "", "", ""]
          : [steps[at]?.value ?? "", ...[s.visitors, s.of_first ?? "", s.of_before ?? "", s.lost].map(String)],
      ),
    ]);
  const why = numbers.find((s) => s.hidden)?.hidden;
  return (
    <>
      {why && <p className="quiet">{t(`hidden_${why}`)}</p>}
      <div aria-hidden>
        {numbers.map((s, at) => (
          <div key={at} className="line">
            <i style={{ width: `${(s.visitors / most) * 100}%` }} />
            <span>
              {at + 1}. {steps[at]?.value}
            </span>
            <span>{s.hidden ? "–" : n(s.visitors)}</span>
          </div>
        ))}
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${t("fu_title")}: ${t("visitors")}`}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head, at) => (
                <Table.Th key={head} ta={at ? "right" : "left"}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {numbers.map((s, at) => (
              <Table.Tr key={at}>
                <Table.Td>{steps[at]?.value}</Table.Td>
                {[n(s.visitors), share(s.of_first, percent), share(s.of_before, percent), n(s.lost)].map((text, i) => (
                  <Table.Td key={heads[i + 1]} ta="right">
                    {s.hidden ? "–" : text}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Group justify="flex-end">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={csv}>
          {t("export")}
        </Button>
      </Group>
    </>
  );
}

interface LinesProps {
  by: string;
  steps: Step[];
  lines: { value: string; steps: FunnelStep[]; hidden?: string | null }[];
}

/** The same by the value that ways began with. */
function Lines({ by, steps, lines }: LinesProps) {
  const { t, n, percent } = useWords();
  const { many, value } = useNames();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`${t("fu_title")}: ${many(by)}`}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{many(by)}</Table.Th>
            {steps.map((step, at) => (
              <Table.Th key={at} ta="right">
                {at + 1}. {step.value}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.value || "hidden"}>
              {line.hidden ? (
                <Table.Td colSpan={steps.length + 1} className="quiet">
                  {t("hidden_lines")}
                </Table.Td>
              ) : (
                <>
                  <Table.Td>{value(by, line.value)}</Table.Td>
                  {line.steps.map((s, at) => (
                    <Table.Td key={at} ta="right">
                      {s.hidden ? "–" : `${n(s.visitors)} (${share(s.of_first, percent)})`}
                    </Table.Td>
                  ))}
                </>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
