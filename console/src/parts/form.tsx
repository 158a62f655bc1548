/** Forms: what must be filled in, and what the server says of a field at that field. */
import type { UseFormReturnType } from "@mantine/form";
import { useEffect } from "react";
import { Problem } from "../api/problem";
import { useWords } from "../words/catalogue";
import { Ruled } from "./rule";

/** Checks in the person's words; null is well. */
export function useRules() {
  const { t, say, n } = useWords();
  const filled = (value: string) => (value.trim() ? null : t("must_fill"));
  return {
    filled,
    mail: (value: string) => filled(value) ?? (/^\S+@\S+$/.test(value.trim()) ? null : t("must_mail")),
    least: (count: number) => (value: string) =>
      [...value].length >= count ? null : say("must_least", { n: n(count) }),
  };
}

/** A problem that names a field as the server does: in backticks, before what is wrong with it. */
function named(error: unknown, codes: Record<string, string>): [string, string] | undefined {
  if (!(error instanceof Problem)) return undefined;
  const byCode = codes[error.code];
  if (byCode) return [byCode, [error.title, error.detail].filter(Boolean).join(": ")];
  const [, field, why] = /^`(\w+)` (.+)$/s.exec(error.detail) ?? [];
  if (error.code !== "invalid" || !field || !why) return undefined;
  return [field, why.charAt(0).toUpperCase() + why.slice(1)];
}

/** Takes whoever writes to a field: what can be typed or pressed in it. */
function goTo(node: HTMLElement | null) {
  const can = "input, textarea, button";
  (node?.matches(can) ? node : node?.querySelector<HTMLElement>(can))?.focus();
}

/** For a form longer than a window: takes whoever sends it to the first field that something is wrong with. */
export function toFault<T extends object>(form: UseFormReturnType<T>) {
  return (errors: Record<string, unknown>) => {
    const first = Object.keys(errors)[0];
    if (first) goTo(form.getInputNode(first));
  };
}

/** Puts what went wrong at its field, and gives back what has none. `codes` says which field a code is about. */
export function useFieldFault<T extends object>(
  form: UseFormReturnType<T>,
  error: unknown,
  codes: Record<string, string> = {},
): unknown {
  const said = named(error, codes);
  // A field that cannot show it leaves it to the form.
  const at = said && form.getInputNode(said[0]) ? said : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer of the server.
  useEffect(() => {
    if (!at) return;
    form.setFieldError(at[0], <Ruled>{at[1]}</Ruled>);
    goTo(form.getInputNode(at[0]));
  }, [error]);
  return at ? undefined : error;
}
