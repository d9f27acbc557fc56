# The users' door: every target is one `dossier` command. `make` alone lists them.
# Variables: WORKSPACE=folder  AS_OF=2025-07-01  FLAGS="…more options…"

WORKSPACE ?= .
AS_OF ?=
UNIT ?= .
FLAGS ?=
PYTHON ?= python3

VENV := .venv
READY := $(VENV)/.siap
READY_DEV := $(VENV)/.siap-uji
READY_DOCS := $(VENV)/.siap-dokumentasi
# Not bin/dossier: scripts of an environment hold the absolute path that it was made at.
DOSSIER := $(VENV)/bin/python -m dossier -C "$(WORKSPACE)"
# GNU make prints "*** [Makefile:…] Error 10" below every command that fails, as if that were a second error. The command
# has said what is wrong: make ends without a word, by the signal that shells do not report, and not with status 0.
QUIETLY := || kill -s PIPE $$PPID
# Not empty where the environment was made at another place, for the project folder has been moved or copied since.
MOVED := $(shell test -e $(READY) && ! grep -qxF -- "$$(pwd -P)" $(READY) && echo berpindah)
DATE := $(if $(AS_OF),--as-of "$(AS_OF)")

# Images of containers often tell Python to keep no bytecode: every process would compile the program anew, half a second each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help moved setup init plan scan match meja review adopt gaps lke templates rapat dossier pantau armada verify doctor sample \
        test lint fmt reference reference-check docs bench bench-matching golden-update clean

help: ## daftar perintah ini
	@echo "dossier — susun dossier Zona Integritas dari rencana aksi dan folder bukti fisik"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'
	@echo
	@echo '  Peubah: WORKSPACE=folder  AS_OF="1 Juli 2025"  FLAGS="…"'

setup: $(READY) ## siapkan lingkungan Python di .venv (sekali saja)

$(READY): requirements.txt pyproject.toml $(if $(MOVED),moved)
	@echo "$(if $(MOVED),Menyesuaikan,Menyiapkan) lingkungan Python di $(VENV) (sekali saja, perlu internet, sekitar satu menit) …"
	@"$(PYTHON)" -c 'import sys; sys.exit("Perlu Python 3.11 atau lebih baru; ada " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@$(VENV)/bin/python -c "" 2>/dev/null || "$(PYTHON)" -m venv --clear $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . \
		|| { test -n "$(MOVED)" && echo "Tanpa internet hanya perintah make yang jalan; $(VENV)/bin/dossier menyusul: hapus $(VENV), lalu make setup."; }
	@pwd -P > $@

$(READY_DEV): $(READY) requirements-dev.txt
	@echo "Memasang alat uji …"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(READY_DOCS): $(READY) requirements-docs.txt
	@echo "Memasang alat dokumentasi …"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-docs.txt
	@touch $@

init: $(READY) ## siapkan folder kerja unit baru (WORKSPACE=folder FLAGS="--dari tabel.xlsx" atau "--kerangka")
	@$(VENV)/bin/python -m dossier init "$(WORKSPACE)" $(FLAGS) $(QUIETLY)

plan: $(READY) ## periksa rencana aksi di plan/
	@$(DOSSIER) plan check $(FLAGS) $(QUIETLY)

scan: $(READY) ## tampilkan isi folder evidence/
	@$(DOSSIER) scan $(FLAGS) $(QUIETLY)

match: $(READY) ## tampilkan berkas mana untuk indikator mana, dan mengapa
	@$(DOSSIER) match $(FLAGS) $(QUIETLY)

meja: $(READY) ## pilah bukti di peramban, dengan gambarnya (menutup: Ctrl-C)
	@$(DOSSIER) desk $(FLAGS)

review: $(READY) ## putuskan satu per satu berkas yang rancu atau tanpa tempat
	@$(DOSSIER) match --review $(FLAGS) $(QUIETLY)

adopt: $(READY) ## usulkan nama berkode (FLAGS=--apply melakukannya, FLAGS=--undo membatalkan)
	@$(DOSSIER) adopt $(FLAGS) $(QUIETLY)

gaps: $(READY) ## daftar bukti fisik yang belum ada
	@$(DOSSIER) gaps $(DATE) $(FLAGS) $(QUIETLY)

lke: $(READY) ## nilai LKE: area, ambang, yang kosong, poin yang dipertaruhkan
	@$(DOSSIER) lke $(DATE) $(FLAGS)

templates: $(READY) ## buat berkas Word untuk bukti yang masih harus disusun
	@$(DOSSIER) render --missing $(DATE) $(FLAGS) $(QUIETLY)

rapat: $(READY) ## buat naskah satu rapat sekaligus (bertanya sekali, atau FLAGS="--jawaban BERKAS.yaml")
	@$(DOSSIER) meeting new $(FLAGS) $(QUIETLY)

dossier: $(READY) ## susun build/dossier.pdf (untuk TPI; FLAGS="--untuk tpn" "--untuk staf"), daftar kesenjangan, register
	@$(DOSSIER) build $(DATE) $(FLAGS) $(QUIETLY)

pantau: $(READY) ## susun lagi setiap kali ada yang berubah (berhenti: Ctrl-C)
	@$(DOSSIER) watch $(DATE) $(FLAGS) $(QUIETLY)

armada: $(READY) ## susun banyak folder kerja (UNIT=folder-atau-daftar.csv FLAGS="--workers 2 --resume"); rekapnya di armada/index.html
	@$(VENV)/bin/python -m dossier fleet "$(UNIT)" $(DATE) $(FLAGS) $(QUIETLY)

verify: $(READY) ## periksa apakah dossier masih cocok dengan folder bukti
	@$(DOSSIER) verify $(FLAGS) $(QUIETLY)

doctor: $(READY) ## mesin apa yang terpasang, dan apa yang hilang tanpanya
	@$(DOSSIER) doctor $(FLAGS) $(QUIETLY)

sample: $(READY_DEV) ## buat ulang bukti contoh di evidence/
	@$(VENV)/bin/python -m tests.support.sample_evidence evidence

test: $(READY_DEV) ## jalankan semua uji
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal $(FLAGS)

lint: $(READY_DEV) ## periksa gaya dan tipe
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/python -m mypy

fmt: $(READY_DEV) ## rapikan kode
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

reference: $(READY_DEV) ## tulis ulang docs/perintah.md dari bantuan perintah, dan daftar pesan click
	@$(VENV)/bin/python -m tests.support.message_catalog
	@$(VENV)/bin/python -m tests.support.command_reference

reference-check: $(READY) # for the hook: fails where docs/perintah.md is not what the commands say
	@$(VENV)/bin/python -m tests.support.command_reference --check || { echo "docs/perintah.md perlu ditulis ulang: make reference"; exit 1; }

docs: $(READY_DOCS) ## susun situs dokumentasi di site/
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/python -m mkdocs build --strict --quiet

bench: $(READY_DEV) ## ukur kecepatan (lihat benchmarks/README.md)
	@$(VENV)/bin/python -m benchmarks.run $(FLAGS)

bench-matching: $(READY_DEV) ## ukur ketepatan pencocokan pada pohon berlabel (FLAGS="--half held")
	@$(VENV)/bin/python -m benchmarks.matching.run $(FLAGS)
	@$(VENV)/bin/python -m benchmarks.matching.run --trees benchmarks/matching/fresh $(FLAGS)
	@$(VENV)/bin/python -m benchmarks.matching.run --trees benchmarks/matching/clerks $(FLAGS)

golden-update: $(READY_DEV) ## tulis ulang teks acuan uji; periksa selisihnya dengan git diff
	@DOSSIER_GOLDEN_UPDATE=1 $(VENV)/bin/python -m pytest tests/golden -q

clean: $(READY) ## hapus hasil di build/; isian buku kerja dan naskah yang disunting tetap disimpan
	@$(DOSSIER) clean $(FLAGS) $(QUIETLY)
