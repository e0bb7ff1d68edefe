#!/bin/sh
# Makes these pictures again: make.sh CRAFTED_QR (build/tests/support/crafted_qr). Needs the packages
# qrencode, zint and imagemagick. The pictures lie in the repository, so that a test always reads
# the same bytes. Two are not made here, but were rendered once: itf-glare.jpg, a glare over a barcode whose right
# part ZXing also reads as a code of its own, 734910; isbn-blurred.png, which it also reads as a UPC-A.
set -eu
crafted_qr=$1
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

ticket="LK1:6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R8VRU2FCJG9K%N5*CY0V8UE2KH9Q3-T1+2L:A4BP7D\$M0WX6ZKJ5H"
ticket="$ticket G7F3E1DC9B8A7654:3210ZYXWVUTS-RQPONMLKJIHGFEDCBA%9876543210*ZYXWVU+TSRQPONML.KJIHGFEDCBA98765"
ticket=$(printf %.177s "$ticket")

grey() {
	to=$1
	shift
	convert "$@" -colorspace gray -depth 8 -strip "$to"
}
zebra() { zint -b "$1" -d "$2" -o "$scratch/$3.png" --scale 1 --quietzones --height 60; }

qrencode -l M -s 3 -m 4 -o "$scratch/ticket.png" "$ticket"
qrencode -l M -s 5 -m 4 -o "$scratch/short.png" "LIB-7KQ2M4"
zebra CODE39 LIB00412345 code39
zebra CODE128 DD123456789012 code128
zebra CODABAR A21234567890123B codabar
zebra C25INTER 21234567890128 itf

grey ticket.png "$scratch/ticket.png"
grey ticket-dark-mode.png "$scratch/ticket.png" -negate
grey ticket-turned.png "$scratch/ticket.png" -bordercolor '#999' -border 40 -rotate 33
grey ticket-blurred.jpg "$scratch/ticket.png" -resize 200% -blur 0x3.2 -quality 60
grey ticket-dim.jpg "$scratch/ticket.png" -resize 300% -level 0,100% -evaluate multiply 0.12 \
	-seed 7 -attenuate 0.25 +noise Gaussian -quality 70
for code in code39 code128 codabar itf; do
	grey "$code.png" "$scratch/$code.png" -bordercolor '#aaa' -border 30
done
grey code39-aslant.png "$scratch/code39.png" -bordercolor white -border 40 -background white -rotate 25
grey code128-upright.png "$scratch/code128.png" -bordercolor white -border 40 -rotate 90
grey code128-noise.jpg "$scratch/code128.png" -bordercolor white -border 60 -seed 3 -attenuate 1.1 +noise Gaussian \
	-quality 50
grey codabar-dark-mode.png "$scratch/codabar.png" -negate
grey itf-aslant.png "$scratch/itf.png" -bordercolor white -border 40 -background white -rotate 25
grey code128-twice.png "$scratch/code128.png" -bordercolor white -border 20x150 -background white \
	\( +clone \) -append
grey two.png "$scratch/short.png" \( "$scratch/ticket.png" \) -background white -gravity center +append

zebra EANX 978030640615 isbn
zebra C25INTER 2404800123 itf-short
zebra CODE93 LIB00412345 code93
zint -b PDF417 -d 24004000010060 -o "$scratch/pdf417.png" --scale 2 --quietzones
zint -b AZTEC -d 24004000010060 -o "$scratch/aztec.png" --scale 3 --quietzones
zint -b DATAMATRIX -d 24004000010060 -o "$scratch/datamatrix.png" --scale 3 --quietzones
for code in isbn itf-short code93 pdf417 aztec datamatrix; do
	grey "$code.png" "$scratch/$code.png" -bordercolor white -border 40
done
# The left third is covered: what is left begins and ends like a code of ten digits.
zint -b C25INTER -d 17536363561249 -o "$scratch/covered.png" --scale 1.5 --quietzones --height 60
grey itf-covered.png "$scratch/covered.png" -fill white -draw "rectangle 0,0 139,204" -bordercolor '#c0c0c0' -border 60
# A phone behind a glass that takes seven eighths of the contrast.
grey ticket-veiled.png "$scratch/ticket.png" -scale 150% -bordercolor white -border 20 -bordercolor '#888' \
	-border 60 -evaluate multiply 0.12 -evaluate add 55%
printf 'LIB-7KQ2M4\r\n' >"$scratch/line-break"
qrencode -l M -s 5 -m 4 -8 -r "$scratch/line-break" -o "$scratch/line-break.png"
printf 'LIB\t7KQ2M4' | qrencode -l M -s 5 -m 4 -8 -o "$scratch/tab.png"
grey line-break.png "$scratch/line-break.png"
grey tab.png "$scratch/tab.png"

convert -size 320x240 -seed 5 plasma:fractal -colorspace gray -quality 70 clouds.jpg
convert -size 400x120 xc:white -font DejaVu-Sans -pointsize 15 -annotate +10+30 \
	'Bounce and Rhyme every Friday 10:30' -annotate +10+60 'IIIIII llllll |||||| 1111 HHHH' \
	-annotate +10+90 'Polish school, genealogy, garden' -colorspace gray text.png
convert -size 300x200 pattern:vertical2 -colorspace gray stripes.png
convert -size 300x200 pattern:checkerboard -colorspace gray squares.png

"$crafted_qr" 60ffffffffff >malformed-mode.pgm
"$crafted_qr" 4ff48656c6c6f0 >malformed-count.pgm
"$crafted_qr" 40548656c6c6f0ec11ec11ec11ec11ec11ec11 >hello.pgm

head -c 400 ticket.png >cut.png
head -c 3000 ticket-blurred.jpg >cut.jpg
convert "$scratch/short.png" -colorspace CMYK -quality 80 cmyk.jpg
convert "$scratch/short.png" -transparent white transparent.png
convert "$scratch/short.png" -colorspace gray -depth 16 -interlace PNG interlaced-16.png
convert "$scratch/short.png" -scale 40% -compress none -colorspace gray letters.pgm
