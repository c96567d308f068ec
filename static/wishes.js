// Ranked wishes without a page load: the same buttons move a wish in place, days show and hide their lists, and a wish
// may be dragged by its grip. Every page works without this file; nothing is kept until the form is handed in.
(function () {
  "use strict";

  function all(root, selector) { return Array.from(root.querySelectorAll(selector)); }
  function listOf(wish) { return wish.closest("[data-block]").querySelector("[data-wishes]"); }
  function button(wish, act) { return wish.querySelector("[value^='" + act + "-']"); }

  // A button's name says where the wish will be: the numbers follow the order.
  function name(control, words, rank, isOff) {
    control.disabled = isOff;
    control.setAttribute("aria-label", words + (isOff ? "" : "到第" + rank + "志愿"));
  }

  function renumber(block) {
    var wishes = all(block, "[data-wishes] > .wish");
    var others = all(block, "[data-others] > .wish");
    wishes.forEach(function (wish, place) {
      var unit = wish.dataset.unit;
      wish.querySelector("[name=w]").disabled = false;
      wish.querySelector(".wish-n").textContent = place + 1;
      name(button(wish, "up"), unit + "上移", place, place === 0);
      name(button(wish, "down"), unit + "下移", place + 2, place === wishes.length - 1);
    });
    others.forEach(function (wish) { wish.querySelector("[name=w]").disabled = true; });
    block.querySelector("[data-none]").hidden = wishes.length > 0;
    block.querySelector("[data-more]").hidden = others.length === 0;
    block.querySelector("[data-left]").textContent = others.length;
    block.querySelector("[data-again]").textContent = wishes.length ? "再加一个" : "加一个";
  }

  function tell(form, wish) {
    var place = Array.from(listOf(wish).children).indexOf(wish);
    var told = form.querySelector("[data-told]");
    told.textContent = wish.dataset.unit + (place < 0 ? "去掉了" : "，现在是第" + (place + 1) + "志愿");
    changed(form);
  }

  function changed(form) {
    var note = form.querySelector("[data-unsaved]");
    if (note) note.hidden = false;
  }

  function move(wish, act) {
    var list = wish.parentElement;
    if (act === "up") list.insertBefore(wish, wish.previousElementSibling);
    if (act === "down") list.insertBefore(wish.nextElementSibling, wish);
    if (act === "add") listOf(wish).append(wish);
    if (act === "drop") wish.closest("[data-block]").querySelector("[data-others]").append(wish);
  }

  function press(form, pressed) {
    var wish = pressed.closest(".wish");
    var act = pressed.value.split("-")[0];
    var next = wish.nextElementSibling || wish.previousElementSibling;
    move(wish, act);
    renumber(wish.closest("[data-block]"));
    tell(form, wish);
    var wanted = act === "drop" || act === "add" ? next && button(next, act) : pressed;
    if (wanted && wanted.disabled) wanted = button(wish, act === "up" ? "down" : "up");
    (wanted || wish.closest("[data-block]").querySelector("summary")).focus();
  }

  document.addEventListener("click", function (event) {
    var pressed = event.target.closest(".wish button[name=act]");
    var form = pressed && pressed.closest("[data-wishes-form]");
    if (!form) return;
    event.preventDefault();
    press(form, pressed);
  });

  // Days that are ticked show their lists; a club of which a day is missing says so.
  function showDays(form) {
    var ticked = all(form, "[name=day]:checked").map(function (box) { return box.value; });
    function isTicked(day) { return ticked.includes(day); }
    all(form, "[data-block]").forEach(function (block) {
      block.hidden = !block.dataset.block.split(" ").some(isTicked);
    });
    all(form, "[data-short]").forEach(function (note) {
      var days = note.closest(".wish").dataset.days.split(" ");
      note.hidden = !days.some(isTicked) || days.every(isTicked);
    });
  }
  document.addEventListener("change", function (event) {
    var form = event.target.closest("[data-wishes-form]");
    if (!form) return;
    showDays(form);
    changed(form);
  });

  // Dragging, by mouse or finger: the wish changes place with whatever it is dragged over.
  var dragged = null;
  document.addEventListener("pointerdown", function (event) {
    var grip = event.target.closest("[data-wishes] .wish-grip");
    if (!grip) return;
    dragged = grip.closest(".wish");
    dragged.classList.add("wish-dragged");
    event.preventDefault();
  });
  document.addEventListener("pointermove", function (event) {
    if (!dragged) return;
    var before = dragged.previousElementSibling, after = dragged.nextElementSibling;
    if (before && event.clientY < middle(before)) dragged.parentElement.insertBefore(dragged, before);
    else if (after && event.clientY > middle(after)) dragged.parentElement.insertBefore(after, dragged);
  });
  function middle(wish) {
    var box = wish.getBoundingClientRect();
    return box.top + box.height / 2;
  }
  function letGo() {
    if (!dragged) return;
    dragged.classList.remove("wish-dragged");
    renumber(dragged.closest("[data-block]"));
    tell(dragged.closest("[data-wishes-form]"), dragged);
    dragged = null;
  }
  document.addEventListener("pointerup", letGo);
  document.addEventListener("pointercancel", letGo);

  document.addEventListener("DOMContentLoaded", function () {
    all(document, "[data-wishes-form]").forEach(function (form) {
      all(form, ".wish-grip").forEach(function (grip) { grip.hidden = false; });
      showDays(form);  // the browser may have kept ticks from before a reload
    });
  });
}());
