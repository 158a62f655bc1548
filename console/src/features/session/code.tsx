/** The second step of signing in: a code, asked for when the password was right. */
import { TextInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import { codeOf } from "../../api/problem";
import { useWords } from "./words";

/** Nothing is wrong then: there is one more step. */
export const asksCode = (error: unknown) => codeOf(error) === "second_factor_asked";

export function Code(props: GetInputPropsReturnType & { "data-autofocus"?: boolean }) {
  const { t } = useWords();
  return (
    <TextInput
      label={t("code")}
      description={t("code_hint")}
      autoComplete="one-time-code"
      autoFocus
      required
      {...props}
    />
  );
}
