# Everything starts from a bare python3 (3.11 or newer, with its venv module), make and git.
# Stamps carry a digest of the lock in their name: nothing is installed twice, and a changed lock is noticed.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_USER := 0

VENV := .venv
RUN := $(VENV)/bin/python -m shuangjian
DIGEST = $(shell cat $(1) 2>/dev/null | cksum | tr ' ' -)
INSTALLED := $(VENV)/.installed-$(call DIGEST,requirements.lock pyproject.toml)
PACKAGES := node_modules/.installed-$(call DIGEST,package-lock.json .npmrc)
# A venv whose Python is gone (moved, upgraded) is made anew.
ifeq ($(wildcard $(VENV)),$(VENV))
ifneq ($(shell $(VENV)/bin/python -c 'print(1)' 2>/dev/null),1)
$(INSTALLED): FORCE
endif
endif

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench spark fuzz lock clean install FORCE

help:
	@echo "make demo    安装、建样例城、启动网站（http://127.0.0.1:$(PORT)/，PORT=端口 可改）"
	@echo "make test    跑全部检查和测试（SQLite 与 PostgreSQL 各一遍）"
	@echo "make lint    只跑检查：格式、类型、边界、迁移、部署设置"
	@echo "make fuzz    用随机数据跑性质测试"
	@echo "make bench   测速度（同一次运行里的比值）"
	@echo "make spark   在 DuckDB 和 Spark 上各算一遍作业时长，比较结果（需要 Java 17）"
	@echo "make lock    重新锁定依赖的版本"
	@echo "make clean   删掉装好的依赖和样例城"

demo: $(INSTALLED) $(PACKAGES)
	@$(RUN) --settings demo demo start --port $(PORT)

test: $(INSTALLED) $(PACKAGES)
	@$(VENV)/bin/python tests/everything.py

lint: $(INSTALLED) $(PACKAGES)
	@$(VENV)/bin/python tests/everything.py --only checks

fuzz: $(INSTALLED)
	@HYPOTHESIS_PROFILE=fuzz $(VENV)/bin/python -m pytest -n 2 tests/properties

# What the draw is measured beside is wanted here alone; without it those rows are left out.
bench: $(INSTALLED)
	@$(VENV)/bin/python -m pip install --quiet --no-build-isolation -e '.[bench]' || \
	  echo "没有装上 matching 和 ortools：抽签的两行比较不测。"
	@$(VENV)/bin/python -m bench

# Spark is 400 MB that nobody else needs: it has a venv of its own, beside the locked packages.
SPARK_VENV := .venv-spark
SPARK := $(SPARK_VENV)/.installed-$(call DIGEST,requirements.lock pyproject.toml)

spark: $(SPARK)
	@OPENBLAS_NUM_THREADS=1 $(SPARK_VENV)/bin/python -m bench.on_spark

$(SPARK):
	@java -version >/dev/null 2>&1 || { echo "Spark 需要 Java 17。Debian：apt install openjdk-17-jre-headless"; exit 1; }
	@$(PYTHON) -m venv $(SPARK_VENV)
	@echo "正在安装 Spark（约 400 MB）……"
	@$(SPARK_VENV)/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(SPARK_VENV)/bin/python -m pip install --quiet --no-build-isolation -e '.[spark]'
	@rm -f $(SPARK_VENV)/.installed-* && touch $@

install: $(INSTALLED) $(PACKAGES)

$(INSTALLED):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "需要 Python 3.11 或更新的版本（python3），现在是：$$($(PYTHON) --version 2>&1)。"; \
	  echo "Debian、Ubuntu：apt install python3 python3-venv；或者 make PYTHON=/路径/python3.11 …"; exit 1; }
	@$(VENV)/bin/python -c 'import pip' 2>/dev/null || { \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "这台机器的 python3 缺少 venv 模块。Debian、Ubuntu 请先运行：apt install python3-venv"; exit 1; }; \
	  echo "正在建立 $(VENV) ……"; \
	  $(PYTHON) -m venv --clear $(VENV) || { \
	    echo "建立 $(VENV) 失败。Debian、Ubuntu 请先运行：apt install python3-venv"; exit 1; }; }
	@echo "正在安装 Python 依赖（第一次约一两分钟）……"
	@$(VENV)/bin/python -m pip install $(if $(wildcard $(VENV)/.installed-*),--quiet) $(INSTALL_OPTIONS) --require-hashes -r requirements.lock
	@$(VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.installed-* && touch $@

# npm 10 or newer from the machine, or the one that came with the Python packages.
$(PACKAGES): $(INSTALLED)
	@echo "正在安装样式文件……"
	@npm=npm; case "$$(npm --version 2>/dev/null)" in \
	  1[0-9].*|[2-9][0-9].*) ;; \
	  *) PATH="$(CURDIR)/$(VENV)/bin:$$PATH"; export PATH; npm="$(CURDIR)/$(VENV)/bin/npm" ;; esac; \
	  $$npm ci --loglevel=error
	@rm -f node_modules/.installed-* && touch $@

lock: $(INSTALLED)
	$(VENV)/bin/uv pip compile pyproject.toml --group install --group dev --universal --generate-hashes \
	  --no-config --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --upgrade -q -o requirements.lock
	npm update --package-lock-only --loglevel=error

clean:
	rm -rf $(VENV) $(SPARK_VENV) node_modules var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
