/** A day in the past to look at, and that it is looked at. For every kind of the register. */
import { Button, TextInput } from "@mantine/core";
import { useAddress } from "../../parts/address";
import { today, useOn } from "./address";
import { useDay } from "./lines";
import { useWords } from "./words";

export function AsOf() {
  const { t } = useWords();
  const { put } = useAddress();
  const on = useOn();
  return (
    <TextInput
      type="date"
      label={t("rg_on")}
      max={today()}
      value={on}
      onChange={(e) => put({ on: e.target.value }, { replace: true })}
    />
  );
}

/** Said plainly: nobody takes what was for what is. */
export function Then() {
  const { t, say } = useWords();
  const { put } = useAddress();
  const on = useOn();
  const day = useDay();
  if (!on) return null;
  return (
    <div className="then" role="status">
      <div>
        <b>{say("rg_then", { day: day(on) })}</b> {t("rg_then_def")}
      </div>
      <Button size="xs" variant="default" onClick={() => put({ on: null })}>
        {t("rg_now")}
      </Button>
    </div>
  );
}
