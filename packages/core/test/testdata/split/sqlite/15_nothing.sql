-- only
/* comments; */ ;;
