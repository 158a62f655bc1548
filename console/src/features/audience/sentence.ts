/** A filter as people say it. */
import { type Condition, type Group, isGroup, type Part } from "./filter";
import { useWords } from "./words";

const PROPERTY = "prop:";

/** What a dimension and its values are called. */
export function useNames() {
  const { any, country, known } = useWords();
  const own = (name: string) => (name.startsWith(PROPERTY) ? name.slice(PROPERTY.length) : undefined);
  return {
    /** One of it: *Source*. */
    one: (name: string) => known(`dim_${name}`, own(name) ?? name),
    /** Many of it: *Sources*. */
    many: (name: string) => own(name) ?? any(name),
    value: (on: string, value: string) =>
      on === "channel"
        ? known(`ch_${value}`, value)
        : on === "country" && value
          ? country(value)
          : on === "device" || on === "name"
            ? any(value)
            : value,
  };
}

export function useSentence() {
  const { t, say, known } = useWords();
  const { one, value } = useNames();
  const quoted = (of: Condition) => of.values.map((v) => (v === "" ? t("f_empty") : `“${value(of.on, v)}”`));
  const joined = (list: string[], word: string) =>
    list.length < 2 ? (list[0] ?? "") : `${list.slice(0, -1).join(", ")} ${word} ${list.at(-1)}`;

  function condition(of: Condition): string {
    const values = joined(quoted(of), t(of.op === "between" ? "f_and" : "f_or"));
    const turned = of.not && known(`op_not_${of.op}`, "");
    const said = `${one(of.on)} ${turned || t(`op_${of.op}`)} ${values}`;
    return of.not && !turned ? say("f_not", { what: said }) : said;
  }
  function group(of: Group): string {
    const parts = of.parts.map((p) => (isGroup(p) && p.parts.length > 1 && !p.not ? `(${sentence(p)})` : sentence(p)));
    const said = parts.join(` ${t(of.any ? "f_or" : "f_and")} `);
    return of.not ? say("f_not", { what: said }) : said;
  }
  function sentence(of: Part): string {
    return isGroup(of) ? group(of) : condition(of);
  }
  return sentence;
}
