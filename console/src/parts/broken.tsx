/** Where a part of the page cannot be loaded or drawn: it says so, and the rest stays. */
import { Component, type ReactNode } from "react";
import { Problem } from "../api/problem";
import { useWords } from "../words/catalogue";
import { Fault } from "./fault";

/** How browsers say that a part of the program did not come. */
const NOT_LOADED = /dynamically imported module|importing a module script|error loading/i;

function Again({ error: said }: { error: unknown }) {
  const { t } = useWords();
  const error = NOT_LOADED.test(String(said)) ? new Problem({ status: 0, code: "offline" }) : said;
  // What was loaded and failed is not asked for again by the browser before the page is.
  return <Fault error={error} label={t("load_again")} retry={() => location.reload()} />;
}

export class Broken extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Again error={this.state.error} />;
  }
}
