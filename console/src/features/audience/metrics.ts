/** What is measured, and how it is written. */
import type { Metric } from "../../api/types";
import { useWords } from "../../words/catalogue";

export const METRICS = [
  "visitors",
  "sessions",
  "page_views",
  "conversions",
  "revenue_minor",
] as const satisfies Metric[];

export function useFormat(currency: string) {
  const { n, money } = useWords();
  return (metric: Metric) => (value: number) => (metric === "revenue_minor" ? money(value, currency) : n(value));
}
