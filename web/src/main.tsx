import { render } from "preact";
import { App } from "./app";
import { Page, PageContext } from "./page";
import "./style/base.css";
import "./style/layout.css";
import "./style/controls.css";
import "./style/panels.css";
import "./style/map.css";
import "./style/print.css";

const page = new Page();
const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(
    <PageContext.Provider value={page}>
      <App />
    </PageContext.Provider>,
    root,
  );
  void page.start();
}
