/** The steps of a funnel: how they stand in the address, and how they are put together. */
import { ActionIcon, Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "./words";

export interface Step {
  on: "path" | "name";
  value: string;
}

const STEPS_MAX = 10;

/** Steps as they stand in the address: filters, as reports take them. A page that ends in `*` is all that begin so. */
export function written(steps: Step[]): string {
  const one = ({ on, value }: Step) =>
    on === "path" && value.endsWith("*") ? ["starts", on, [value.slice(0, -1)]] : ["is", on, [value]];
  return JSON.stringify(steps.map(one));
}

export function read(text: string): Step[] {
  try {
    const all: unknown = JSON.parse(text);
    if (!Array.isArray(all)) return [];
    return all.flatMap((step) => {
      const [op, on, values] = Array.isArray(step) ? step : [];
      const value = Array.isArray(values) ? values[0] : undefined;
      if (typeof value !== "string" || (on !== "path" && on !== "name")) return [];
      return [{ on, value: op === "starts" ? `${value}*` : value } satisfies Step];
    });
  } catch {
    return [];
  }
}

export function Editor({ first, set }: { first: Step[]; set: (steps: Step[]) => void }) {
  const { t, say } = useWords();
  const blank: Step = { on: "path", value: "" };
  const [steps, setSteps] = useState(first.length > 1 ? first : [blank, blank]);
  const change = (at: number, to: Partial<Step>) => setSteps(steps.map((s, i) => (i === at ? { ...s, ...to } : s)));
  const ready = steps.length > 1 && steps.every((s) => s.value.trim() !== "");
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        if (ready) set(steps.map((s) => ({ ...s, value: s.value.trim() })));
      }}
    >
      {steps.map((step, at) => (
        <Group key={at} gap="xs" mb={6} role="group" aria-label={say("fu_step", { n: String(at + 1) })}>
          <span className="quiet">{at + 1}</span>
          <NativeSelect
            size="xs"
            aria-label={t("fu_on")}
            value={step.on}
            data={[
              { value: "path", label: t("dim_path") },
              { value: "name", label: t("dim_name") },
            ]}
            onChange={(e) => change(at, { on: e.target.value === "name" ? "name" : "path" })}
          />
          <TextInput
            size="xs"
            aria-label={t("fu_value")}
            placeholder={step.on === "path" ? "/shop*" : "purchase"}
            maxLength={300}
            value={step.value}
            onChange={(e) => change(at, { value: e.target.value })}
          />
          {steps.length > 2 && (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`${t("remove")}: ${say("fu_step", { n: String(at + 1) })}`}
              onClick={() => setSteps(steps.filter((_, i) => i !== at))}
            >
              ×
            </ActionIcon>
          )}
        </Group>
      ))}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={steps.length >= STEPS_MAX}
          onClick={() => setSteps([...steps, blank])}
        >
          {t("fu_add")}
        </Button>
        <Button size="compact-sm" type="submit" variant="default" disabled={!ready}>
          {t("fu_count")}
        </Button>
      </Group>
    </form>
  );
}
