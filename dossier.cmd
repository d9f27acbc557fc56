@echo off
rem Pintu dossier di Windows; tidak perlu make. Pertama kali ia menyiapkan .venv, sama dengan "make setup".
rem   dossier.cmd           membuka meja di peramban (juga dengan klik dua kali)
rem   dossier.cmd build     dan perintah lain; daftarnya: dossier.cmd --help
setlocal
set "HERE=%~dp0"
set "VENV=%HERE%.venv"
set "READY=%VENV%\.siap-windows"

if not exist "%VENV%\Scripts\python.exe" goto setup
call :describe
fc /b "%READY%.baru" "%READY%" >nul 2>nul || goto setup
goto run

:setup
echo Menyiapkan lingkungan Python di .venv (sekali saja, perlu internet, sekitar satu menit) ...
set "PYTHON=py -3"
py -3 -c "" >nul 2>nul || set "PYTHON=python"
%PYTHON% -c "import sys; sys.exit('Perlu Python 3.11 atau lebih baru; ada ' + sys.version.split()[0]) if sys.version_info < (3, 11) else 0"
if errorlevel 1 goto nopython
if not exist "%VENV%\Scripts\python.exe" goto create
"%VENV%\Scripts\python.exe" -c "" >nul 2>nul && goto install
:create
%PYTHON% -m venv --clear "%VENV%" || goto failed
:install
"%VENV%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check -r "%HERE%requirements.txt" || goto failed
"%VENV%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-deps --editable "%HERE%." || goto failed
call :describe
copy /y "%READY%.baru" "%READY%" >nul

:run
if "%~1"=="" goto desk
"%VENV%\Scripts\python.exe" -m dossier %*
exit /b %ERRORLEVEL%

:desk
if not exist "plan\plan.yaml" pushd "%HERE%"
"%VENV%\Scripts\python.exe" -m dossier desk
set "CODE=%ERRORLEVEL%"
if not "%CODE%"=="0" pause
exit /b %CODE%

rem What the environment was made of: where it lies, and the two files that make reads too.
:describe
>"%READY%.baru" echo "%HERE%"
type "%HERE%requirements.txt" >>"%READY%.baru"
type "%HERE%pyproject.toml" >>"%READY%.baru"
exit /b 0

:nopython
echo Python 3.11 atau lebih baru tidak ditemukan. Pasang dari https://www.python.org/downloads/
echo dan centang "Add python.exe to PATH", lalu jalankan dossier.cmd sekali lagi.
goto stop
:failed
echo Penyiapan gagal. Periksa sambungan internet dan ruang disk, lalu jalankan dossier.cmd sekali lagi.
:stop
if "%~1"=="" pause
exit /b 1
