// Only enhancements: every page works without this file.
(function () {
  "use strict";

  // Focus goes to the first refusal or to what was asked to be looked at.
  function focusFirst(root) {
    var wanted = root.querySelector("[data-focus]");
    if (wanted) wanted.focus();
  }

  // A second press of the same button while the first is on its way is not sent.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent === "yes") { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  document.addEventListener("click", function (event) {
    var target = event.target.closest("[data-print]");
    if (target) window.print();
  });

  // The publish button names the classes that are ticked.
  function namePublishButton() {
    var form = document.querySelector("form[data-publish]");
    var button = form && form.querySelector("[data-names]");
    if (!button) return;
    var names = Array.from(form.querySelectorAll("input[name=classes]:checked"), function (box) { return box.dataset.label; });
    button.textContent = "发布到" + (names.join("、") || "选中的班");
  }
  document.addEventListener("change", function (event) {
    if (event.target.name === "classes") namePublishButton();
  });
  document.addEventListener("DOMContentLoaded", function () {
    if (!document.querySelector("#result .why-stop")) namePublishButton();
  });

  // What a form asks by itself while somebody writes in it presses nothing: htmx adds the button that has the focus.
  document.addEventListener("htmx:configRequest", function (event) {
    var asked = event.detail, form = asked.elt;
    if (form.tagName !== "FORM") return;
    Array.from(form.elements).forEach(function (field) { if (field.type === "submit") delete asked.parameters[field.name]; });
    asked.path = form.getAttribute("hx-post");
  });

  // What a button asks for goes before it.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var elt = event.detail.elt, form = elt.dataset;
    if (elt.tagName === "FORM") { if (form.pressed === "yes" || form.sent === "yes") event.preventDefault(); return; }
    if (!elt.form) return;
    elt.form.dataset.pressed = "yes";
    window.htmx.trigger(elt.form, "htmx:abort");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.elt.form) delete event.detail.elt.form.dataset.pressed;
  });

  document.addEventListener("htmx:sendError", function () {
    document.querySelectorAll("[data-offline]").forEach(function (note) { note.hidden = false; });
  });

  document.addEventListener("htmx:afterSwap", function (event) { focusFirst(event.target); });
  document.addEventListener("DOMContentLoaded", function () { focusFirst(document); });
}());
